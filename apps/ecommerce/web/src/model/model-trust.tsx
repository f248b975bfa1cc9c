'use client';

import { type ManifestOf } from '@lintel/contracts';
import { useLanguage } from '@lintel/ui';
import Link from 'next/link';
import { useClassName } from '../classes/use-class-name';
import { useText } from '../language/text';
import classes from './model-trust.module.css';
import { useAgreement } from './use-agreement';
import { useAgreementWords } from './use-agreement-words';

/** This many classes are named; the page of the model has them all. */
const NAMED = 12;

/** Two sentences: what the model was trained on, and how often people agreed with it recently. */
export function ModelTrust({ manifest }: { readonly manifest: ManifestOf<'image-classification'> }) {
  const text = useText().trust;
  const { format } = useLanguage();
  const nameOf = useClassName();
  const agreed = useAgreementWords(useAgreement(manifest.onnx.sha256));
  const names = manifest.reading.classNames.map(nameOf);
  const taught = names.length <= NAMED ? text.taught : text.taughtMany;
  return (
    <aside className={classes['trust']} aria-label={text.title}>
      <p>
        {taught(format.integer(names.length), format.list(names.slice(0, NAMED)))} {text.nothingElse}
      </p>
      <p>
        {agreed} <Link href="/model/">{text.more}</Link>
      </p>
    </aside>
  );
}
