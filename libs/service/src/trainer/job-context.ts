import { type EpochResult, type Job, type JobProgress, type TrainingInterruption } from '@lintel/contracts';
import { type Platform } from '../platform/platform';
import { type SubjectData } from '../privacy/subject-data';

/** The context of a job. */
export interface JobContext {
  readonly job: Job;
  readonly platform: Platform;
  readonly subjects: SubjectData;
  /** Absolute path; kept between attempts of a job on one machine, removed when it has ended. */
  readonly workDir: string;
  /** Folder for downloads and decoded datasets, shared by all jobs. */
  readonly cacheDir: string;
  /** Folder of the backbones that were added to this machine. */
  readonly backboneDir: string;
  /** PEM; signs the registered models. */
  readonly signingKey: string;
  readonly trustedKeys: readonly string[];
  readonly codeCommit: string | null;
  /** Default retention of the vertical's data, days. */
  readonly keptDays: number | undefined;
  readonly signal: AbortSignal;
  readonly report: (progress: JobProgress) => void;
  readonly epoch: (result: EpochResult) => void;
  readonly log: (line: string) => void;
  /** Earlier processes of the same job that crashed. */
  readonly interruptions: readonly TrainingInterruption[];
}

export function stageOnly(stage: string, share: number | null = null): JobProgress {
  return {
    stage,
    share,
    epoch: null,
    epochs: null,
    loss: null,
    figures: [],
    imagesPerSecond: null,
    secondsLeft: null,
  };
}
