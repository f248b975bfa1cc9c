/** The position of the component with the largest absolute value; the first of several. */
export function longestComponent(vector: Float32Array): number {
  let longest = 0;
  for (let at = 1; at < vector.length; at++) if (Math.abs(vector[at]!) > Math.abs(vector[longest]!)) longest = at;
  return longest;
}

/**
 * How much of a vector is in its longest component: the answer as drift watches it. Pictures of another kind activate
 * other features of the backbone, and more or fewer of them.
 * @param vector of length 1
 * @returns in [1 / √size, 1]
 */
export const concentration = (vector: Float32Array): number => Math.abs(vector[longestComponent(vector)]!);
