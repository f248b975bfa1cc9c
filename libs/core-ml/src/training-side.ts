export { engineDescription, loadTensorFlow, type TensorFlow } from './engine/tensorflow';
