import { LintelError } from '@lintel/contracts';
import { type ArchitectureConfig } from './model-family';

/**
 * Height, width and channels of a picture model's input.
 * @throws LintelError SHAPE_MISMATCH if the example is not a picture or smaller than `minimum` pixels on a side
 */
export function pictureShape(family: string, config: ArchitectureConfig, minimum: number): [number, number, number] {
  const [height, width, channels, ...rest] = config.exampleShape;
  if (
    height === undefined ||
    width === undefined ||
    channels === undefined ||
    rest.length > 0 ||
    height < minimum ||
    width < minimum
  ) {
    throw new LintelError('SHAPE_MISMATCH', {
      problem: `The architecture "${family}" can't take examples of this shape.`,
      expected: `[height, width, channels] with at least ${minimum} × ${minimum} pixels`,
      received: `[${config.exampleShape.join(', ')}]`,
      cure: 'Choose a larger picture size, or an architecture that suits the data.',
    });
  }
  return [height, width, channels];
}
