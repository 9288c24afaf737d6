/** Light, dark, or as the system has it; text size; contrast; notes of the system. */
import { Button, SegmentedControl, Slider, useMantineColorScheme } from "@mantine/core";
import { type ReactNode, useState } from "react";
import { host } from "../../host/host.ts";
import { TEXT_RANGE, useAppearance } from "../../stores/appearance.ts";
import classes from "./settings-screen.module.css";

/** In a browser notes need the owner's leave; the desktop app has it. */
function Notes(): ReactNode {
  const canAsk = host.kind === "browser" && "Notification" in window;
  const [state, setState] = useState(canAsk ? Notification.permission : "granted");
  if (!canAsk) return null;
  return (
    <div>
      <p className={classes.label}>When long work ends and you are elsewhere</p>
      {state === "default" ? (
        <Button variant="default" onClick={() => void Notification.requestPermission().then(setState)}>
          Tell me by a note of the system
        </Button>
      ) : (
        <p className={classes.hint}>
          {state === "granted"
            ? "You are told by a note of the system."
            : "This browser does not let Longhand tell you."}
        </p>
      )}
    </div>
  );
}

/** Kept for this machine's window, not in the archive. */
export function Appearance(): ReactNode {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const { textSize, contrast, setTextSize, setContrast } = useAppearance();
  return (
    <div className={classes.controls}>
      <SegmentedControl
        aria-label="Appearance"
        value={colorScheme}
        onChange={(value) => setColorScheme(value === "light" || value === "dark" ? value : "auto")}
        data={[
          { value: "auto", label: "As the system" },
          { value: "light", label: "Light" },
          { value: "dark", label: "Dark" },
        ]}
      />
      <SegmentedControl
        aria-label="Contrast"
        value={contrast}
        onChange={(value) => setContrast(value === "high" ? "high" : "system")}
        data={[
          { value: "system", label: "Contrast as the system" },
          { value: "high", label: "High contrast" },
        ]}
      />
      <div>
        <p className={classes.label}>Text size: {textSize} px</p>
        <Slider
          thumbLabel="Text size"
          label={null}
          min={TEXT_RANGE.least}
          max={TEXT_RANGE.most}
          step={1}
          value={textSize}
          onChange={setTextSize}
          marks={[{ value: TEXT_RANGE.usual }]}
          w={280}
        />
      </div>
      <Notes />
    </div>
  );
}
