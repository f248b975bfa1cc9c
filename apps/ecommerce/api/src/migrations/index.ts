import { CreateRecognition1764000000000 } from './1764000000000-create-recognition';
import { AddVerdict1770000000000 } from './1770000000000-add-verdict';

/** Oldest first. One that has been released is never changed. */
export const migrations = [CreateRecognition1764000000000, AddVerdict1770000000000];
