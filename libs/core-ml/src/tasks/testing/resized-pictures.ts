import { type Dataset, sizeOfShape, viewDataset } from '@lintel/contracts';

/** The same pictures at another size, as another preprocessor would decode them: the nearest pixel. */
export function resizedPictures(dataset: Dataset, side: number): Dataset {
  const [height, width, channels] = dataset.exampleShape as [number, number, number];
  const whole = new Uint8Array(sizeOfShape(dataset.exampleShape));
  const small = side * side * channels;
  return viewDataset(dataset, {
    exampleShape: [side, side, channels],
    read(indices, target) {
      Array.from(indices).forEach((index, at) => {
        dataset.read([index], whole);
        for (let value = 0; value < small; value++) {
          const pixel = Math.floor(value / channels);
          const row = Math.floor((Math.floor(pixel / side) * height) / side);
          const column = Math.floor(((pixel % side) * width) / side);
          target[at * small + value] = whole[(row * width + column) * channels + (value % channels)]!;
        }
      });
    },
  });
}
