'use client';

import { PageHead, PictureDropzone, RecogniseIcon, StateMessage, TroubleMessage, useLanguage } from '@lintel/ui';
import { useMay } from '../access/use-may';
import { useText } from '../language/text';
import { ModelMissing } from '../model/model-missing';
import { useModel } from '../model/model-provider';
import { ModelTrust } from '../model/model-trust';
import { LARGEST_PICTURE_BYTES } from './first-check';
import { HowItWorks } from './how-it-works';
import { UploadList } from './upload-list';
import { useUploads } from './uploads-provider';
import classes from './recognise.module.css';

export function RecogniseScreen() {
  const text = useText().recognise;
  const { format } = useLanguage();
  const { state, reload } = useModel();
  const { uploads, add } = useUploads();
  const empty = uploads.length === 0;
  const mayRecognise = useMay()('predictions:make');

  return (
    <>
      <PageHead title={text.title} intro={text.intro} />
      {state.kind === 'missing' && (
        <section className={classes['panel']}>
          <ModelMissing preparation={state.preparation} />
        </section>
      )}
      {state.kind === 'failed' && (
        <section className={classes['panel']}>
          <TroubleMessage trouble={state.trouble} onRetry={reload} />
        </section>
      )}
      {(state.kind === 'ready' || state.kind === 'loading') && !mayRecognise && (
        <section className={classes['panel']}>
          <StateMessage kind="empty" icon={<RecogniseIcon size={26} />} title={text.notPermitted}>
            <p>{text.notPermittedBody}</p>
          </StateMessage>
        </section>
      )}
      {(state.kind === 'ready' || state.kind === 'loading') && mayRecognise && (
        <PictureDropzone onFiles={add} compact={!empty}>
          {text.limits(format.bytes(LARGEST_PICTURE_BYTES))}
        </PictureDropzone>
      )}
      {state.kind === 'ready' && <ModelTrust manifest={state.manifest} />}
      {empty && mayRecognise && state.kind !== 'missing' && state.kind !== 'failed' && <HowItWorks />}
      <UploadList />
    </>
  );
}
