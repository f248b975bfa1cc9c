import { z } from 'zod';
import { GENERAL_GATES } from '../gate-policy';

/** The requirements for a model that classifies pictures. Shares are in [0, 1]. */
export const classGatePolicySchema = z.object({
  ...GENERAL_GATES,
  classFloor: z
    .object({
      minimumRecall: z.number().min(0).max(1).default(0),
      /** Compared with the champion, on classes with at least 20 test examples. */
      maximumRecallLoss: z.number().min(0).max(1).default(0.05),
    })
    .prefault({}),
  minimumAccuracy: z.number().min(0).max(1).default(0),
  /** Expected calibration error; 1 disables the check. */
  maximumCalibrationError: z.number().min(0).max(1).default(1),
});
