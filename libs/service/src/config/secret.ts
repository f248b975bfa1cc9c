import { type z } from 'zod';

/** Marks a variable as secret: no message, log line or list shows its value. */
export function secret<Schema extends z.ZodType>(schema: Schema): Schema {
  return schema.meta({ ...schema.meta(), secret: true });
}
