'use client';

import { type Agreement } from '@lintel/ecommerce-contract';
import { type ManifestOf } from '@lintel/contracts';
import { Section, SortableTable, useLanguage, type Column } from '@lintel/ui';
import { useClassName } from '../classes/use-class-name';
import { useText } from '../language/text';
import classes from './model-trust.module.css';
import { useAgreement } from './use-agreement';
import { useAgreementWords } from './use-agreement-words';

type Row = Agreement['classes'][number];

/** How often people agreed with the model recently, in total and by class. */
export function AgreementSection({ manifest }: { readonly manifest: ManifestOf<'image-classification'> }) {
  const text = useText().trust;
  const { format } = useLanguage();
  const nameOf = useClassName();
  const agreement = useAgreement(manifest.onnx.sha256);
  const words = useAgreementWords(agreement);
  const columns: Column<Row>[] = [
    { key: 'className', label: text.column.answer, value: ({ className }) => nameOf(className) },
    {
      key: 'checked',
      label: text.column.checked,
      value: ({ checked }) => checked,
      show: (row) => format.integer(row.checked),
    },
    {
      key: 'agreed',
      label: text.column.agreed,
      value: ({ agreed }) => agreed,
      show: (row) => format.integer(row.agreed),
    },
  ];
  return (
    <Section title={text.sectionTitle}>
      <p>{words}</p>
      <p className={classes['note']}>{text.note}</p>
      {agreement !== null && agreement.classes.length > 0 && (
        <SortableTable name="agreement" caption={text.tableCaption} columns={columns} rows={agreement.classes} />
      )}
    </Section>
  );
}
