import { type ReadSeries } from '@lintel/core-ml/series';
import { type CommandContext } from '../../command-context';
import { counted } from '../../terminal/wording';

/** Says what was missing in the series and how it is treated. */
export function sayGaps(
  { series, gaps, missing, replaced, unordered, repeated }: ReadSeries,
  { terminal }: CommandContext,
): void {
  if (unordered > 0) {
    terminal.say(`warning: ${counted(unordered)} rows come after later ones in the file; they are sorted by time`);
  }
  if (repeated > 0) {
    terminal.say(
      `warning: ${counted(repeated)} rows have the time of the row before; they follow each other as in the file`,
    );
  }
  if (gaps > 0)
    terminal.say(
      `warning: ${counted(gaps)} steps of ${counted(series.length)} series have no row; they count as missing`,
    );
  if (missing > 0) terminal.say(`note: ${counted(missing)} values of signals are missing; features leave them out`);
  if (replaced > 0)
    terminal.say(`warning: ${counted(replaced)} rows fall on the step of a later row, which replaces them`);
}

/** What was missing in the series, for the JSON line. */
export const aboutGaps = ({ gaps, missing, replaced, unordered, repeated }: ReadSeries) => ({
  gaps,
  missing,
  replaced,
  unordered,
  repeated,
});
