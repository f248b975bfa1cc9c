import { defineEvent, personal, subjectIdSchema, UNSURE_REASONS } from '@lintel/contracts';
import { z } from 'zod';

/**
 * Maximum size of a picture in an event, bytes. Base64 is a third longer, which still fits into the 1 MB of an event.
 */
export const MAX_EVENT_PICTURE_BYTES = 512 * 1024;
const MAX_BASE64_LENGTH = Math.ceil(MAX_EVENT_PICTURE_BYTES / 3) * 4;

/** Shown to people and stored in a database, neither of which accepts control characters. */
const fileName = z
  .string()
  .min(1)
  .max(255)
  .regex(/^\P{Cc}+$/u, 'without control characters');

/** A picture of a product arrived from a shop, a camera or another program: recognise it. */
export const productPhotoReceived = defineEvent({
  type: 'ecommerce.product-photo-received',
  version: 1,
  topic: 'ecommerce.product-photo-received',
  partitions: 6,
  schema: z.object({
    /** Id of the picture at its sender. */
    id: z.string().min(1).max(200),
    fileName: personal(fileName),
    /** The file itself (JPEG, PNG, WebP, GIF, AVIF or TIFF) as base64. */
    picture: personal(z.base64().min(1).max(MAX_BASE64_LENGTH)),
    /** Where it was taken or who sent it: `shop-17/camera-2`. */
    source: z.string().min(1).max(200),
    /** The subject of the picture, as the shop identifies them: an erasure finds it by this. Absent: the source's. */
    subjectId: subjectIdSchema.optional(),
  }),
  key: ({ id }) => id,
  subject: (photo) => subjectOfPhoto(photo),
});

export function subjectOfPhoto({ subjectId, source }: { subjectId?: string | undefined; source: string }): string {
  return subjectId ?? `source:${source}`;
}

/** A picture was recognised and is in the history. */
export const productRecognised = defineEvent({
  type: 'ecommerce.product-recognised',
  version: 1,
  topic: 'ecommerce.product-recognised',
  partitions: 3,
  schema: z.object({
    /** Id of the recognition: `GET /v1/recognitions/{id}`. */
    id: z.uuid(),
    /** Encrypted with the key of the subject: those who may read it request the recognition. */
    fileName: personal(z.string()),
    className: z.string(),
    probability: z.number().min(0).max(1),
    /** True if a person should look. */
    unsure: z.boolean(),
    /** The reason; null if it is not unsure. Absent in events from before there was a reason. */
    unsureReason: z.enum(UNSURE_REASONS).nullish(),
    model: z.object({ name: z.string(), sha256: z.string() }),
    /** The CloudEvents id of the `product-photo-received` that caused it; null if a person sent the picture. */
    photoEventId: z.string().nullable(),
    /** The CloudEvents source of that event: ids are unique only within a source. */
    photoEventSource: z.string().nullable().optional(),
  }),
  key: ({ id }) => id,
});

export type ProductPhotoReceived = z.infer<typeof productPhotoReceived.schema>;
export type ProductRecognised = z.infer<typeof productRecognised.schema>;
