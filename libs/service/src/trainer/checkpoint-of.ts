import { type Job } from '@lintel/contracts';

/** Where a job keeps its checkpoint, so that an attempt on another machine can resume it. */
export const checkpointOf = ({ id }: Job): string => `checkpoints/${id}`;
