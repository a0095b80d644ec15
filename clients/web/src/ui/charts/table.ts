// SPDX-License-Identifier: Apache-2.0

export type Cell = string | number;

/** The numbers behind a chart. */
export interface Table {
  head: string[];
  rows: Cell[][];
}

/** A table as comma separated values (RFC 4180); a cell that a spreadsheet would take for a formula gets an apostrophe. */
export function csvOf(table: Table): string {
  const cell = (value: Cell): string => {
    const text = typeof value === "string" && /^[=+\-@\t\r]/.test(value) ? `'${value}` : String(value);
    return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  return [table.head, ...table.rows].map((row) => row.map(cell).join(",")).join("\r\n") + "\r\n";
}

/** Hands a table over as a file. */
export function download(name: string, table: Table): void {
  const url = URL.createObjectURL(new Blob([csvOf(table)], { type: "text/csv" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = `${name.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-")}.csv`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 1000);
}
