import { LintelError } from '@lintel/contracts';
import { z } from 'zod';

export const s3SettingsSchema = z.object({
  /** Address of the service without the bucket: https://s3.eu-central-1.amazonaws.com, http://minio:9000. */
  endpoint: z.url({ protocol: /^https?$/ }),
  region: z.string().min(1).default('us-east-1'),
  bucket: z.string().regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, 'the name of a bucket'),
  /** Prefix of all keys in the bucket. */
  prefix: z
    .string()
    .regex(/^[A-Za-z0-9_-][A-Za-z0-9._-]*(\/[A-Za-z0-9_-][A-Za-z0-9._-]*)*$/, 'a path such as lintel/artefacts')
    .optional(),
  accessKeyId: z.string().min(1),
  secretAccessKey: z.string().min(1),
  /** True: the bucket is in the path, as most services other than Amazon's require; false: it is in the host name. */
  forcePathStyle: z.boolean().default(true),
});
export type S3Settings = z.output<typeof s3SettingsSchema>;

/** A folder or an S3 bucket. */
export type ArtifactSettings = { readonly folder: string } | { readonly s3: S3Settings };

/**
 * Reads ARTIFACT_DIR, or S3_ENDPOINT, S3_BUCKET, S3_REGION, S3_PREFIX, S3_ACCESS_KEY_ID, S3_SECRET_ACCESS_KEY and
 * S3_FORCE_PATH_STYLE (true or false).
 * @returns undefined if no store is configured
 * @throws LintelError INVALID_CONFIGURATION
 */
export function readArtifactSettings(env: Readonly<Record<string, string | undefined>>): ArtifactSettings | undefined {
  const value = (name: string): string | undefined => env[name]?.trim() || undefined;
  const folder = value('ARTIFACT_DIR');
  const named = Object.keys(env).filter((name) => name.startsWith('S3_') && value(name) !== undefined);
  if (named.length === 0) return folder === undefined ? undefined : { folder };
  if (folder !== undefined) throw invalid(`ARTIFACT_DIR and ${named.join(', ')}`);
  const pathStyle = value('S3_FORCE_PATH_STYLE');
  const parsed = s3SettingsSchema.safeParse({
    endpoint: value('S3_ENDPOINT'),
    region: value('S3_REGION'),
    bucket: value('S3_BUCKET'),
    prefix: value('S3_PREFIX'),
    accessKeyId: value('S3_ACCESS_KEY_ID'),
    secretAccessKey: value('S3_SECRET_ACCESS_KEY'),
    ...(pathStyle === undefined ? {} : { forcePathStyle: { true: true, false: false }[pathStyle] ?? pathStyle }),
  });
  if (parsed.success) return { s3: parsed.data };
  // Only the paths of invalid settings are reported: the values include a secret.
  throw invalid(parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; '));
}

function invalid(received: string): LintelError {
  return new LintelError('INVALID_CONFIGURATION', {
    problem: 'The settings of the artefact store are not valid.',
    expected: 'ARTIFACT_DIR, or S3_ENDPOINT, S3_BUCKET, S3_ACCESS_KEY_ID and S3_SECRET_ACCESS_KEY',
    received,
    cure: 'Name one place: a folder that all programs share, or a bucket.',
  });
}
