/** Light, dark, or as the system has it. */
import { SegmentedControl, useMantineColorScheme } from "@mantine/core";
import type { ReactNode } from "react";

/** Kept for this machine's window, not in the archive. */
export function Appearance(): ReactNode {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return (
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
  );
}
