import { z } from 'zod';

/** Who does something; kept with what was done. */
export const personSchema = z
  .string()
  .trim()
  .min(1)
  .max(100)
  .regex(/^\P{Cc}+$/u, 'without control characters');
