import { z } from 'zod';

/** The kind of protection a field needs: personal data (GDPR art. 4), health data (art. 9) or financial data. */
export const DATA_CLASSES = ['personal', 'health', 'financial'] as const;
export type DataClass = (typeof DATA_CLASSES)[number];

/**
 * Declares the data class of a field in a contract: `personal(z.string())`. The class is shown in the OpenAPI and
 * AsyncAPI documents (`x-data-class`); the field is stored encrypted and never written to logs, traces or errors.
 */
export const personal = <Schema extends z.ZodType>(schema: Schema): Schema => classified(schema, 'personal');
export const health = <Schema extends z.ZodType>(schema: Schema): Schema => classified(schema, 'health');
export const financial = <Schema extends z.ZodType>(schema: Schema): Schema => classified(schema, 'financial');

function classified<Schema extends z.ZodType>(schema: Schema, dataClass: DataClass): Schema {
  return schema.meta({ 'x-data-class': dataClass });
}

export function dataClassOf(schema: z.ZodType): DataClass | undefined {
  return z.globalRegistry.get(schema)?.['x-data-class'] as DataClass | undefined;
}
