import { type ScheduleConfig } from '../recipe/training-config';

/**
 * The factor on the base learning rate at a step.
 * @param step 0 for the first, below `totalSteps`
 * @returns a number in [0, 1]
 */
export function scheduleFactor(schedule: ScheduleConfig, step: number, totalSteps: number): number {
  const progress = totalSteps <= 1 ? 0 : step / totalSteps;
  switch (schedule.kind) {
    case 'constant':
      return 1;
    case 'step':
      return schedule.factor ** schedule.atShares.filter((share) => progress >= share).length;
    case 'cosine': {
      const { warmupShare, finalShare } = schedule;
      if (progress < warmupShare) return (step + 1) / Math.ceil(warmupShare * totalSteps);
      const along = (progress - warmupShare) / (1 - warmupShare);
      return finalShare + (1 - finalShare) * 0.5 * (1 + Math.cos(Math.PI * along));
    }
    case 'one-cycle': {
      const { warmupShare, finalShare } = schedule;
      if (progress < warmupShare) return (step + 1) / Math.ceil(warmupShare * totalSteps);
      return 1 - (1 - finalShare) * ((progress - warmupShare) / (1 - warmupShare));
    }
  }
}
