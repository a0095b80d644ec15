// SPDX-License-Identifier: Apache-2.0
import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { Segmented } from "../src/ui/segmented";

const html = (closed: boolean): string =>
  renderToStaticMarkup(
    createElement(Segmented, {
      label: "Shot size",
      value: "1",
      onChange: () => undefined,
      options: [
        { value: "1", label: "close-up" },
        { value: "2", label: "wide" },
      ],
      closed,
    }),
  );

test("choices that are closed for a while can keep the keyboard's focus", () => {
  const buttons = html(true).match(/<button[^>]*>/g) ?? [];
  expect(buttons).toHaveLength(2);
  for (const button of buttons) {
    expect(button).toContain('aria-disabled="true"');
    expect(button, "a browser takes the focus from what is disabled").not.toMatch(/ disabled(=|>| )/);
  }
});

test("choices that are open say nothing of being closed", () => {
  expect(html(false)).not.toContain("aria-disabled");
});
