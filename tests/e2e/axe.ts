/** Looks at the screen that is open with axe, in light and in dark. */
import AxeBuilder from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";

const TAGS = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"];

/** Fails where axe finds anything; `name` is the screen's. */
export async function findsNothing(page: Page, name: string): Promise<void> {
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    // Colours fade over: what axe measures must be what stays.
    await page.waitForTimeout(300);
    // No script runs in a mail's frame, axe's neither: it would wait for ever. What is in it is its sender's.
    const axe = new AxeBuilder({ page }).withTags(TAGS).exclude("iframe[sandbox]");
    const { violations } = await axe.analyze();
    const found = violations.map(
      ({ id, nodes }) => `${id}: ${nodes.map((node) => `${node.html} ${node.failureSummary}`).join(" | ")}`,
    );
    expect(found, `${name}, ${colorScheme}`).toEqual([]);
  }
}
