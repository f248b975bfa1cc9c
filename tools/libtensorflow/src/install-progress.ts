/** Progress of one step of the installation. */
export interface InstallProgress {
  readonly step: 'download' | 'extract' | 'compile' | 'verify';
  /** Both 0 for a step whose size is unknown. */
  readonly doneBytes: number;
  readonly totalBytes: number;
  /** Milliseconds since the step began. */
  readonly elapsedMs: number;
}

export type OnInstallProgress = (progress: InstallProgress) => void;

const PERIOD_MS = 500;

/** The step to report, and the receiver. */
export interface StepReport {
  readonly step: InstallProgress['step'];
  readonly onProgress: OnInstallProgress;
  readonly totalBytes?: number;
  /** Returns the number of bytes done so far. */
  readonly doneBytes?: () => number;
}

/** Runs `work` and reports its progress at the beginning, twice a second, and at the end. */
export async function reportProgress<T>(
  { step, onProgress, totalBytes = 0, doneBytes = () => 0 }: StepReport,
  work: () => Promise<T>,
): Promise<T> {
  const begin = performance.now();
  const report = (): void =>
    onProgress({
      step,
      totalBytes,
      doneBytes: Math.min(doneBytes(), totalBytes),
      elapsedMs: performance.now() - begin,
    });
  report();
  const timer = setInterval(report, PERIOD_MS);
  try {
    const result = await work();
    report();
    return result;
  } finally {
    clearInterval(timer);
  }
}
