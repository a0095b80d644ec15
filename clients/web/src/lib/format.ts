// SPDX-License-Identifier: Apache-2.0

/** "0:08.4"; tenths only where asked for. */
export function clock(seconds: number, tenths = false): string {
  const total = Math.max(0, tenths ? Math.floor(seconds * 10 + 1e-6) / 10 : Math.round(seconds));
  const minutes = Math.floor(total / 60);
  const rest = total - minutes * 60;
  return `${minutes}:${tenths ? rest.toFixed(1).padStart(4, "0") : String(rest).padStart(2, "0")}`;
}

/** "1.4 s". */
export function seconds(value: number): string {
  return `${value.toFixed(1)} s`;
}

/** "23.4 MB" in powers of ten, as file managers show it. */
export function bytes(count: number): string {
  const units = ["B", "kB", "MB", "GB", "TB"];
  let value = count;
  let unit = 0;
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${unit === 0 || value >= 100 ? Math.round(value) : value.toFixed(1)} ${units[unit]}`;
}

/** "87 %". */
export function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}

/** "1 clip", "3 clips". */
export function count(many: number, one: string, more = `${one}s`): string {
  return `${many} ${many === 1 ? one : more}`;
}

/** "about 2 min", "less than a minute", "about 40 s". */
export function roughly(value: number): string {
  if (value < 8) {
    return "a few seconds";
  }
  return value < 90 ? `about ${Math.round(value / 5) * 5} s` : `about ${Math.round(value / 60)} min`;
}

const DAY = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit", hourCycle: "h23" });

/** "25 Nov, 12:44" in the viewer's time zone. */
export function when(time: { seconds: bigint } | undefined): string {
  return time === undefined ? "" : DAY.format(new Date(Number(time.seconds) * 1000));
}

/** Seconds of a protobuf duration; 0 when unset. */
export function durationSeconds(duration: { seconds: bigint; nanos: number } | undefined): number {
  return duration === undefined ? 0 : Number(duration.seconds) + duration.nanos / 1e9;
}
