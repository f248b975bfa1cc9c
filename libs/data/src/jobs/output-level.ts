import type { JobLogLine } from '@lintel/contracts';

/** `2026-03-01 12:00:00.000000: I tensorflow/…` and, by absl, `I0000 00:00:1760000000.000000    1234 port.cc:153] …` */
const NATIVE = /^(?:\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}\.\d+: ([IWEF]) |([IWEF])\d{4} \d{2}:\d{2}:\d{2})/;
/** Printed at every start, without a log level. */
const START_UP = [
  'WARNING: All log messages before absl::InitializeLog() is called are written to STDERR',
  'To enable the following instructions:',
];
const LEVELS = { I: 'log', W: 'warn', E: 'error', F: 'error' } as const;

/** The level of a line on standard error. TensorFlow writes its notes there too, and marks how severe each is. */
export function levelOfErrorOutput(line: string): JobLogLine['level'] {
  const [, tensorflow, absl] = NATIVE.exec(line) ?? [];
  const level = tensorflow ?? absl;
  if (level !== undefined) return LEVELS[level as keyof typeof LEVELS];
  return START_UP.some((start) => line.startsWith(start)) ? 'log' : 'warn';
}
