import { z } from 'zod';

/** The verdict of a person who finds that a picture shows none of the model's classes, and names no other one. */
export const NONE_OF_THESE = 'none of these';

/**
 * What a person says that a picture shows: a class of the model, a class that it does not know yet, or
 * `NONE_OF_THESE`. Kept without spaces around it and in Unicode's composed form, so that one name is one class.
 */
export const verdictClassSchema = z
  .string()
  .trim()
  .normalize('NFC')
  .min(1)
  .max(100)
  .regex(/^\P{Cc}+$/u, 'without control characters');
