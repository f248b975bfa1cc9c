/** Maximum difference between what was fitted and the exported graph for a model to be kept. */
export const PARITY_TOLERANCE = 1e-4;
