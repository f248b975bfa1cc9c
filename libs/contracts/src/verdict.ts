import { z } from 'zod';

/** The verdict that a picture shows none of the model's classes, without naming another class. */
export const NONE_OF_THESE = 'none of these';

/**
 * What a person says that a picture shows: a class of the model, a new class, or `NONE_OF_THESE`. Trimmed and
 * normalised to Unicode NFC, so that one name is one class.
 */
export const verdictClassSchema = z
  .string()
  .trim()
  .normalize('NFC')
  .min(1)
  .max(100)
  .regex(/^\P{Cc}+$/u, 'without control characters');
