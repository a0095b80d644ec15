// SPDX-License-Identifier: Apache-2.0
import { ChartNoAxesColumn, Download, Table2 } from "lucide-react";
import { type ReactNode, useState } from "react";
import { words } from "../../words";
import { IconButton } from "../button";
import { classNames } from "../class-names";
import { download, type Table } from "./table";

export interface ChartCardProps {
  title: string;
  /** What the chart says, in words. */
  says?: string;
  /** What it rests on, for example "from 12 videos". */
  evidence?: string;
  table: Table;
  /** Whether the numbers can be taken away as a file. */
  csv?: boolean;
  className?: string;
  children: ReactNode;
}

/** A chart with its sentence; the button turns it into a table of the same numbers. */
export function ChartCard({ title, says, evidence, table, csv = false, className, children }: ChartCardProps) {
  const [asTable, setAsTable] = useState(false);
  return (
    <section aria-label={title} className={classNames("flex flex-col rounded-card border border-line bg-panel p-5", className)}>
      <header className="mb-4 flex items-start gap-1">
        <div className="min-w-0 flex-1">
          <h2 className="font-semibold">
            {title}
            {evidence !== undefined && <span className="ml-2 text-[13px] font-normal text-faint">{evidence}</span>}
          </h2>
          {says !== undefined && <p className="text-soft">{says}</p>}
        </div>
        <div className="-mt-2 -mr-2 flex">
          {csv && (
            <IconButton label={words.style.csvOf(title)} look="quiet" onClick={() => download(title, table)}>
              <Download size={18} />
            </IconButton>
          )}
          <IconButton
            label={asTable ? words.style.chart : words.style.asTable(title)}
            look="quiet"
            aria-pressed={asTable}
            onClick={() => setAsTable(!asTable)}
          >
            {asTable ? <ChartNoAxesColumn size={18} /> : <Table2 size={18} />}
          </IconButton>
        </div>
      </header>
      <div className="flex-1">{asTable ? <TableView title={title} table={table} /> : children}</div>
    </section>
  );
}

function TableView({ title, table }: { title: string; table: Table }) {
  return (
    <div className="max-h-80 overflow-auto" tabIndex={0}>
      <table className="w-full text-left text-[13px]">
        <caption className="sr-only">{title}</caption>
        <thead>
          <tr className="border-b border-line text-soft">
            {table.head.map((name) => (
              <th key={name} scope="col" className="sticky top-0 bg-panel py-1.5 pr-4 font-medium">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {table.rows.map((row, index) => (
            <tr key={index} className="border-b border-line/60 last:border-0">
              {row.map((cell, column) => (
                <td key={column} className="py-1.5 pr-4 tabular-nums">
                  {typeof cell === "number" ? Number(cell.toFixed(3)) : cell}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
