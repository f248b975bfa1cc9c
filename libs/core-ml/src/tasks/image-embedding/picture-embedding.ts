/** A picture as a vector, and what is stored of it. */
export interface PictureEmbedding {
  /** float32 [size], of length 1. Only vectors of the same model can be compared. */
  readonly vector: Float32Array;
  /** Features of the picture for the watch of drift, by name. */
  readonly features: Readonly<Record<string, number>>;
  /** Width of the original picture in pixels, the right way up. */
  readonly width: number;
  readonly height: number;
}
