import { loadTensorFlow } from './tensorflow';

/** Runs `body` and frees every tensor made in it; what it returns may be anything but a tensor. */
export function inScope<T>(body: () => T): T {
  const engine = loadTensorFlow().engine();
  engine.startScope();
  try {
    return body();
  } finally {
    engine.endScope();
  }
}
