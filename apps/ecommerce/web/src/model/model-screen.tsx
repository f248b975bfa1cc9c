'use client';

import { type ManifestOf } from '@lintel/contracts';
import { EvaluationSections, LearningSection, PageHead, StateMessage, TroubleMessage } from '@lintel/ui';
import { useMemo } from 'react';
import { useClassName } from '../classes/use-class-name';
import { useText } from '../language/text';
import { AgreementSection } from './agreement-section';
import { ModelFacts } from './model-facts';
import { ModelMissing } from './model-missing';
import { useModel } from './model-provider';
import { namedManifest } from './named-manifest';

export function ModelScreen() {
  const text = useText().model;
  const { state, reload } = useModel();
  return (
    <>
      <PageHead title={text.title} intro={text.intro} />
      {state.kind === 'loading' && <StateMessage kind="loading" />}
      {state.kind === 'missing' && <ModelMissing preparation={state.preparation} />}
      {state.kind === 'failed' && <TroubleMessage trouble={state.trouble} onRetry={reload} />}
      {state.kind === 'ready' && <ModelReport manifest={state.manifest} />}
    </>
  );
}

function ModelReport({ manifest: original }: { readonly manifest: ManifestOf<'image-classification'> }) {
  const text = useText().model;
  const nameOf = useClassName();
  const manifest = useMemo(() => namedManifest(original, nameOf), [original, nameOf]);
  return (
    <>
      <ModelFacts manifest={manifest} />
      <AgreementSection manifest={original} />
      {manifest.evaluation === null ? (
        <StateMessage kind="empty" title={text.notEvaluated}>
          <p>{text.notEvaluatedBody}</p>
        </StateMessage>
      ) : (
        <EvaluationSections evaluation={manifest.evaluation} text={text} />
      )}
      <LearningSection training={manifest.training} title={text.learning} />
    </>
  );
}
