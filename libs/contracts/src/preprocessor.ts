import { z } from 'zod';

/**
 * How a picture is converted to numbers. It is data, stored with the model: the same values are used for training and
 * prediction. A pixel becomes `(pixel / 255 - mean) / std` per channel.
 */
export const imagePreprocessorSchema = z.object({
  kind: z.literal('image'),
  /** Pixels. */
  height: z.int().min(1).max(4096),
  /** Pixels. */
  width: z.int().min(1).max(4096),
  /** 1: greyscale, 3: RGB. */
  channels: z.union([z.literal(1), z.literal(3)]),
  /** `stretch` ignores the aspect ratio, `cover` crops the middle, `contain` pads with the border colour. */
  fit: z.enum(['stretch', 'cover', 'contain']).default('stretch'),
  /**
   * `subtracted` keeps what differs from the colour of the border, light on black, so that the background does not
   * matter; one channel. `as-is` leaves the picture unchanged.
   */
  background: z.enum(['as-is', 'subtracted']).default('as-is'),
  /** Per channel, of pixels in [0, 1]. Fitted on the training split only. */
  mean: z.array(z.number().finite()).min(1).max(3),
  /** Per channel, of pixels in [0, 1]; greater than 0. */
  std: z.array(z.number().positive()).min(1).max(3),
});

export const preprocessorSchema = z.discriminatedUnion('kind', [imagePreprocessorSchema]);

export type ImagePreprocessor = z.infer<typeof imagePreprocessorSchema>;
export type Preprocessor = z.infer<typeof preprocessorSchema>;
