import { readArtifactSettings } from './artifact-settings';

const S3 = {
  S3_ENDPOINT: 'http://minio:9000',
  S3_BUCKET: 'lintel',
  S3_ACCESS_KEY_ID: 'us',
  S3_SECRET_ACCESS_KEY: 'hush-hush',
};

describe('settings of the artefact store', () => {
  it('are absent where no place is configured', () => {
    expect(readArtifactSettings({})).toBeUndefined();
    expect(readArtifactSettings({ ARTIFACT_DIR: ' ', S3_ENDPOINT: '' })).toBeUndefined();
  });

  it('name a folder or a bucket', () => {
    expect(readArtifactSettings({ ARTIFACT_DIR: '/data' })).toEqual({ folder: '/data' });
    expect(readArtifactSettings(S3)).toEqual({
      s3: {
        endpoint: 'http://minio:9000',
        region: 'us-east-1',
        bucket: 'lintel',
        accessKeyId: 'us',
        secretAccessKey: 'hush-hush',
        forcePathStyle: true,
      },
    });
    expect(readArtifactSettings({ ...S3, S3_PREFIX: 'a/b', S3_FORCE_PATH_STYLE: 'false' })).toMatchObject({
      s3: { prefix: 'a/b', forcePathStyle: false },
    });
  });

  it.each([
    ['both places', { ...S3, ARTIFACT_DIR: '/data' }, /ARTIFACT_DIR and S3_ENDPOINT/],
    ['a bucket without its address', { ...S3, S3_ENDPOINT: undefined }, /endpoint/],
    ['an invalid address', { ...S3, S3_ENDPOINT: 'minio' }, /endpoint/],
    ['a path that leads out of the bucket', { ...S3, S3_PREFIX: '../x' }, /prefix/],
    ['a style that is neither', { ...S3, S3_FORCE_PATH_STYLE: 'yes' }, /forcePathStyle/],
  ])('are refused with a cure, and without the secret: %s', (_, env, problem) => {
    const read = () => readArtifactSettings(env);
    expect(read).toThrow(problem);
    expect(read).toThrow(/Name one place/);
    expect(read).not.toThrow(/hush-hush/);
  });
});
