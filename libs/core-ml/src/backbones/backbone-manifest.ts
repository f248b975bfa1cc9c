import { imagePreprocessorSchema } from '@lintel/contracts';
import { z } from 'zod';

const sha256 = z.string().regex(/^[0-9a-f]{64}$/, 'a SHA-256 in hexadecimal');
const file = z.object({ file: z.string().regex(/^[\w.-]+$/), sha256, bytes: z.int().min(1) });

/** Name of a backbone: also the name of its folder. */
export const backboneNameSchema = z.string().regex(/^[a-z0-9][a-z0-9.-]{0,63}$/, 'lower-case letters, digits, . and -');

/** A feature map, float32 [batch, height, width, channels]. */
const mapSchema = z.object({
  name: z.string(),
  height: z.int().min(1),
  width: z.int().min(1),
  channels: z.int().min(1),
});

/** `backbone.json`: what a pretrained network takes and gives, and where it came from. */
export const backboneManifestSchema = z.object({
  formatVersion: z.literal(1),
  name: backboneNameSchema,
  createdAt: z.iso.datetime(),
  /** Name of the network plan, from which layers can be built and fine-tuned; null for one's own ONNX file. */
  architecture: z.string().nullable(),
  /** SPDX identifier, or "not stated". */
  licence: z.string().min(1),
  /** Package and version, or the name of the file. */
  source: z.string().min(1),
  /** How a picture becomes the input, float32 [batch, height, width, 3]. */
  preprocessor: imagePreprocessorSchema,
  onnx: file.extend({
    input: z.string(),
    /** float32 [batch, size] */
    features: z.object({ name: z.string(), size: z.int().min(1) }),
    /** The map whose mean over the positions is `features`; null if the network has none. */
    map: mapSchema.nullable(),
    /** Maps of earlier stages. */
    stages: z.array(mapSchema),
    /** float32 [batch, classes] before the softmax, over the classes of ImageNet; null if the network has none. */
    logits: z.object({ name: z.string(), classes: z.literal('imagenet-1k') }).nullable(),
  }),
  /** The published weights, for building layers; null for one's own ONNX file. */
  weights: file.nullable(),
});

export type BackboneManifest = z.infer<typeof backboneManifestSchema>;
