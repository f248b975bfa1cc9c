import { type z } from 'zod';

/** Marks what a variable holds as known to nobody but the program: no message, log line or list shows its value. */
export function secret<Schema extends z.ZodType>(schema: Schema): Schema {
  return schema.meta({ ...schema.meta(), secret: true });
}
