import { type InstallProgress } from './install-progress';

const BAR_WIDTH = 30;
/** If the output is not a terminal, an occasional line is enough. */
const LINE_EVERY_MS = 5_000;

/** Shows progress on a terminal as a redrawn bar, and in a log as lines. */
export class ProgressDisplay {
  private lastStep: InstallProgress['step'] | undefined;
  private lastLineMs = 0;
  private barIsOpen = false;

  constructor(private readonly stream: { readonly isTTY?: boolean; write(text: string): unknown }) {}

  show(progress: InstallProgress): void {
    if (progress.step !== this.lastStep) this.lastLineMs = 0;
    this.lastStep = progress.step;
    if (this.stream.isTTY) {
      this.stream.write(`\r\x1b[K${describeProgress(progress, BAR_WIDTH)}`);
      this.barIsOpen = true;
    } else if (progress.elapsedMs - this.lastLineMs >= LINE_EVERY_MS) {
      this.lastLineMs = progress.elapsedMs;
      this.stream.write(`${describeProgress(progress, 0)}\n`);
    }
  }

  /** Writes a line, below the bar if one is shown. */
  line(text: string): void {
    this.stream.write(`${this.barIsOpen ? '\n' : ''}${text}\n`);
    this.barIsOpen = false;
  }
}

/** @returns e.g. "  download  [######----]  60 %  164 of 274 MB  12 s" */
export function describeProgress(
  { step, doneBytes, totalBytes, elapsedMs }: InstallProgress,
  barWidth: number,
): string {
  const seconds = `${Math.round(elapsedMs / 1000)} s`;
  if (totalBytes === 0) return `  ${step}  ${seconds}`;
  const share = doneBytes / totalBytes;
  const full = Math.round(share * barWidth);
  const bar = barWidth === 0 ? '' : `[${'#'.repeat(full)}${'-'.repeat(barWidth - full)}]  `;
  const percent = `${Math.floor(share * 100)} %`.padStart(5);
  return `  ${step}  ${bar}${percent}  ${Math.round(doneBytes / 1e6)} of ${Math.round(totalBytes / 1e6)} MB  ${seconds}`;
}
