import { type EpochResult, type Job, type JobProgress, type TrainingInterruption } from '@lintel/contracts';
import { type Platform } from '../platform/platform';
import { type SubjectData } from '../privacy/subject-data';

/** What a job's work is given. */
export interface JobContext {
  readonly job: Job;
  readonly platform: Platform;
  readonly subjects: SubjectData;
  /** Absolute; kept between attempts of a job on one machine, removed when it has ended. */
  readonly workDir: string;
  /** Of downloads and decoded datasets, shared by all jobs. */
  readonly cacheDir: string;
  /** PEM; signs what is registered. */
  readonly signingKey: string;
  readonly trustedKeys: readonly string[];
  readonly codeCommit: string | null;
  /** How long the vertical keeps what no rule of its own ends, days. */
  readonly keptDays: number | undefined;
  readonly signal: AbortSignal;
  readonly report: (progress: JobProgress) => void;
  readonly epoch: (result: EpochResult) => void;
  readonly log: (line: string) => void;
  /** Processes before this one that died at the same job. */
  readonly interruptions: readonly TrainingInterruption[];
}

export function stageOnly(stage: string, share: number | null = null): JobProgress {
  return {
    stage,
    share,
    epoch: null,
    epochs: null,
    loss: null,
    accuracy: null,
    imagesPerSecond: null,
    secondsLeft: null,
  };
}
