import { z } from 'zod';

/** The person who performs an action; stored with the action. */
export const personSchema = z
  .string()
  .trim()
  .min(1)
  .max(100)
  .regex(/^\P{Cc}+$/u, 'without control characters');
