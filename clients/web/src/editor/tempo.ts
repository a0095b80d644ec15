// SPDX-License-Identifier: Apache-2.0

/**
 * The tempo somebody taps: the median of the gaps, and the beat that fits all taps best. Times are seconds in the song, in order; null below
 * three taps or when they are too uneven to mean a tempo (a gap more than 35 % off the median).
 */
export function tempoOfTaps(taps: number[]): { bpm: number; firstBeat: number } | null {
  const gaps = taps.slice(1).map((tap, i) => tap - (taps[i] ?? 0));
  if (gaps.length < 2 || gaps.some((gap) => gap <= 0)) {
    return null;
  }
  const sorted = gaps.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const median = sorted.length % 2 === 1 ? (sorted[middle] ?? 0) : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
  if (gaps.some((gap) => Math.abs(gap - median) > 0.35 * median)) {
    return null;
  }
  // Least squares of tap = first + number * period, with the number of each tap from the median gap.
  const numbers = taps.map((tap) => Math.round((tap - (taps[0] ?? 0)) / median));
  const meanNumber = mean(numbers);
  const meanTap = mean(taps);
  const spread = numbers.reduce((sum, n) => sum + (n - meanNumber) ** 2, 0);
  const period = numbers.reduce((sum, n, i) => sum + (n - meanNumber) * ((taps[i] ?? 0) - meanTap), 0) / spread;
  const first = meanTap - meanNumber * period;
  return { bpm: 60 / period, firstBeat: first < 0 ? first + Math.ceil(-first / period) * period : first };
}

const mean = (values: number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
