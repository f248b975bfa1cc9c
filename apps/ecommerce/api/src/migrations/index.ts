import { CreateRecognition1764000000000 } from './1764000000000-create-recognition';
import { AddVerdict1770000000000 } from './1770000000000-add-verdict';
import { SealPersonal1770000000001 } from './1770000000001-seal-personal';
import { KeepOriginals1785000000000 } from './1785000000000-keep-originals';
import { BinAndReason1786000000000 } from './1786000000000-bin-and-reason';

/** Oldest first. One that has been released is never changed. */
export const migrations = [
  CreateRecognition1764000000000,
  AddVerdict1770000000000,
  SealPersonal1770000000001,
  KeepOriginals1785000000000,
  BinAndReason1786000000000,
];
