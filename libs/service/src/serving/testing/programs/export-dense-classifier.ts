/** `export-dense-classifier.ts FOLDER`: writes the model that the serving bench serves. FOLDER must not be there yet. */
import { COLOURS_MANIFEST } from '@lintel/core-ml/testing/colour-model';
import { exportOnnx, ModelDirectory } from '@lintel/core-ml/training';
import { CLASS_NAMES, denseClassifier, EXAMPLE_SHAPE } from './dense-classifier';

async function main(out: string): Promise<void> {
  const model = denseClassifier();
  const [height, width, channels] = EXAMPLE_SHAPE;
  const { bytes, embeddingSize } = exportOnnx(model, 'probabilities', {});
  const directory = new ModelDirectory(out);
  await directory.prepare(false);
  const file = await directory.stageOnnx('model.onnx', bytes);
  await directory.stageManifest({
    ...COLOURS_MANIFEST,
    name: model.name,
    architecture: { name: model.name, parameters: model.countParams(), config: {} },
    preprocessor: {
      ...COLOURS_MANIFEST.preprocessor,
      height,
      width,
      channels,
      mean: Array<number>(channels).fill(0),
      std: Array<number>(channels).fill(1),
    },
    classNames: [...CLASS_NAMES],
    onnx: {
      ...COLOURS_MANIFEST.onnx,
      ...file,
      input: { name: 'input', exampleShape: [...EXAMPLE_SHAPE] },
      embedding: { name: 'embedding', size: embeddingSize },
    },
  });
  await directory.publish();
}

main(process.argv[2]!).then(
  () => process.exit(0),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);
