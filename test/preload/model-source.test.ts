import { Size } from 'cdk8s';
import * as fc from 'fast-check';
import { ModelSource, PodIdentity, PodVolume, type S3Options, SecretKey } from '../../lib';
import { type FetchedSource, folderOf } from '../../lib/preload/sources/source-details';
import { anyText } from '../support/any-text';
import { COMMIT, DIGEST, SUM } from './support';

function fetched(source: ModelSource): FetchedSource {
  return source._details as FetchedSource;
}

const HOSTILE = ['$(reboot)', '`reboot`', "it's", 'a"b', 'a\nb', 'a b', 'a;b', 'a|b', '../etc', '-rf', '', 'a\u0000b', '${HOME}', 'ä'];

describe('a repository of the hub', () => {
  test.each(['BAAI/bge-m3', 'gpt2', 'intfloat/multilingual-e5-large', 'a/B_c.d-e'])('%s is one', (repo) => {
    expect(fetched(ModelSource.huggingFace(repo, { revision: COMMIT })).env).toMatchObject({ MODEL_REPO: repo, MODEL_REVISION: COMMIT });
  });

  test.each([...HOSTILE, 'a/b/c', 'a/', '/b', 'a--b', 'a..b'])('%j is invalid', (repo) => {
    expect(() => ModelSource.huggingFace(repo, { revision: COMMIT })).toThrow(/is not a repository of the Hugging Face Hub; write owner\/name/);
  });

  test.each(['main', 'v1.0', '', COMMIT.slice(0, 39), `${COMMIT}0`, COMMIT.toUpperCase(), `${COMMIT}\n`, ...HOSTILE])('is not pinned by %j', (revision) => {
    expect(() => ModelSource.huggingFace('BAAI/bge-m3', { revision })).toThrow(/the revision of BAAI\/bge-m3 is .*; pin the full commit, 40 hexadecimal digits/);
  });

  test.each(HOSTILE)('has no files of the pattern %j', (pattern) => {
    expect(() => ModelSource.huggingFace('a/b', { revision: COMMIT, include: [pattern] })).toThrow(/is not a pattern for the files of a\/b/);
    expect(() => ModelSource.huggingFace('a/b', { revision: COMMIT, exclude: [pattern] })).toThrow(/is not a pattern for the files of a\/b/);
  });

  test('is another folder with another revision, endpoint or choice of files', () => {
    const sources = [
      ModelSource.huggingFace('a/b', { revision: COMMIT }),
      ModelSource.huggingFace('a/b', { revision: COMMIT.replace('5', '6') }),
      ModelSource.huggingFace('a/b', { revision: COMMIT, include: ['*.json'] }),
      ModelSource.huggingFace('a/b', { revision: COMMIT, exclude: ['*.json'] }),
      ModelSource.huggingFace('a/b', { revision: COMMIT, endpoint: 'https://hub.example.com' }),
      ModelSource.huggingFace('c/b', { revision: COMMIT }),
    ];
    expect(new Set(sources.map((source) => folderOf(fetched(source)))).size).toBe(sources.length);
  });

  test('is the same folder for any order of patterns and any reader', () => {
    const one = ModelSource.huggingFace('a/b', { revision: COMMIT, include: ['*.json', '*.bin'], token: SecretKey.of('hub', 'token') });
    const other = ModelSource.huggingFace('a/b', { revision: COMMIT, include: ['*.bin', '*.json'] });
    expect(folderOf(fetched(one))).toBe(folderOf(fetched(other)));
  });

  test('is reached at the hub, or at the mirror', () => {
    expect(fetched(ModelSource.huggingFace('a/b', { revision: COMMIT }))).toMatchObject({ host: 'huggingface.co', port: 443, env: { HF_ENDPOINT: 'https://huggingface.co' } });
    expect(fetched(ModelSource.huggingFace('a/b', { revision: COMMIT, endpoint: 'http://mirror.models.svc:8080/' })))
      .toMatchObject({ host: 'mirror.models.svc', port: 8080, env: { HF_ENDPOINT: 'http://mirror.models.svc:8080' } });
  });
});

describe('a file at a URL', () => {
  test('is called as the last part of its path, unless it is given a name', () => {
    expect(fetched(ModelSource.http('https://models.example.com/v1/bge-m3.gguf?download=1', { sha256: SUM }))).toMatchObject({
      name: 'bge-m3', host: 'models.example.com', port: 443, env: { MODEL_FILE: 'bge-m3.gguf', MODEL_SHA256: SUM, MODEL_TOKEN: '' },
    });
    expect(fetched(ModelSource.http('https://models.example.com/files/1', { sha256: SUM, fileName: 'bge.gguf' })).env.MODEL_FILE).toBe('bge.gguf');
  });

  test.each([...HOSTILE, 'ftp://models.example.com/a', 'models.example.com/a', 'file:///etc/passwd', 'https://models.example.com/a#b'])('is not at %j', (url) => {
    expect(() => ModelSource.http(url, { sha256: SUM })).toThrow(/write an http or https URL without spaces/);
  });

  test('may have hostile signs in its path, which the script never reads as its own', () => {
    expect(fetched(ModelSource.http("https://models.example.com/$(reboot)/a';b/bge.gguf", { sha256: SUM })).env.MODEL_URL).toBe("https://models.example.com/$(reboot)/a';b/bge.gguf");
  });

  test.each(['', SUM.slice(1), SUM.toUpperCase(), `sha256:${SUM}`, `${SUM}\n`])('is not pinned by %j', (sha256) => {
    expect(() => ModelSource.http('https://models.example.com/a.gguf', { sha256 })).toThrow(/sha256 of .* is .*; use 64 lower-case hexadecimal digits/);
  });

  test.each(HOSTILE.filter((name) => name !== ''))('is not called %j', (fileName) => {
    expect(() => ModelSource.http('https://models.example.com/a', { sha256: SUM, fileName })).toThrow(/give it a fileName of letters, digits/);
  });

  test('without a name in its path needs one', () => {
    expect(() => ModelSource.http('https://models.example.com/', { sha256: SUM })).toThrow('the file of https://models.example.com/ would be called ""; give it a fileName');
  });

  test('keeps secrets out of its URL', () => {
    expect(() => ModelSource.http('https://user:pass@models.example.com/a', { sha256: SUM })).toThrow('has credentials in its URL; keep them in a Secret');
    expect(() => ModelSource.http('https://models.example.com/a?X-Amz-Signature=1', { sha256: SUM })).toThrow("has the secret 'X-Amz-Signature' in its URL");
  });

  test('is not asked with a token where anybody can read it', () => {
    expect(() => ModelSource.http('http://models.example.com/a', { sha256: SUM, token: SecretKey.of('models', 'token') })).toThrow('with a token over plain http');
  });
});

describe('a folder of a bucket', () => {
  test('of S3 is read in its region', () => {
    expect(fetched(ModelSource.s3('s3://models/bge-m3/v1/', { sha256: SUM, region: 'eu-central-1', anonymous: true }))).toMatchObject({
      name: 'v1', host: 's3.eu-central-1.amazonaws.com', port: 443, env: { MODEL_REMOTE: 'models/bge-m3/v1', RCLONE_CONFIG_MODEL_PROVIDER: 'AWS', RCLONE_CONFIG_MODEL_REGION: 'eu-central-1' },
    });
  });

  test('of another store is read at its endpoint, with credentials from secrets', () => {
    const credentials = { accessKeyId: SecretKey.of('store', 'id'), secretAccessKey: SecretKey.of('store', 'key') };
    expect(fetched(ModelSource.s3('s3://models/bge', { sha256: SUM, endpoint: 'http://minio.storage.svc:9000', credentials }))).toMatchObject({
      host: 'minio.storage.svc', port: 9000, env: { RCLONE_CONFIG_MODEL_PROVIDER: 'Other', RCLONE_CONFIG_MODEL_ENDPOINT: 'http://minio.storage.svc:9000' },
      secrets: { AWS_ACCESS_KEY_ID: credentials.accessKeyId, AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey },
    });
  });

  test('of S3 is asked without credentials where it is public, and with those of the pod where it has an identity', () => {
    const accessOf = (access: Partial<S3Options>): object => {
      const { env, secrets, podIdentity } = fetched(ModelSource.s3('s3://models/bge', { sha256: SUM, region: 'eu-central-1', ...access }));
      return { auth: env.RCLONE_CONFIG_MODEL_ENV_AUTH, secrets, identity: podIdentity?.name };
    };
    expect(accessOf({ anonymous: true })).toEqual({ auth: 'false', secrets: {}, identity: undefined });
    expect(accessOf({ identity: PodIdentity.irsa() })).toEqual({ auth: 'true', secrets: {}, identity: 'sts.amazonaws.com' });
  });

  test.each([
    ['is read with nothing; name one of credentials (keys from a Secret), identity (that of the pod, as in PodIdentity.irsa()) and anonymous: true (a public bucket)', {}],
    ['is read with nothing', { anonymous: false }],
    ['is read with identity and anonymous; name one of', { anonymous: true, identity: PodIdentity.irsa() }],
  ])('needs exactly one way of access: %s', (message, access) => {
    expect(() => ModelSource.s3('s3://models/bge', { sha256: SUM, region: 'eu-central-1', ...access })).toThrow(`s3://models/bge ${message}`);
    expect(() => ModelSource.gcs('gs://models/bge', { sha256: SUM, ...access })).toThrow(`gs://models/bge ${message}`);
  });

  test('of Google is read with the identity of the pod, or with a key, or by everybody', () => {
    const identity = PodIdentity.gkeWorkloadIdentity();
    expect(fetched(ModelSource.gcs('gs://models/bge', { sha256: SUM, identity }))).toMatchObject({
      host: 'storage.googleapis.com', env: { RCLONE_CONFIG_MODEL_ENV_AUTH: 'true' }, secrets: {}, podIdentity: identity,
    });
    expect(fetched(ModelSource.gcs('gs://models/bge', { sha256: SUM, anonymous: true }))).toMatchObject({ env: { RCLONE_CONFIG_MODEL_ANONYMOUS: 'true' }, secrets: {}, podIdentity: undefined });
    const credentials = SecretKey.of('gcs', 'key.json');
    const source = fetched(ModelSource.gcs('gs://models/bge', { sha256: SUM, credentials }));
    expect(source.secrets).toEqual({ RCLONE_CONFIG_MODEL_SERVICE_ACCOUNT_CREDENTIALS: credentials });
    expect(source.env).not.toHaveProperty('RCLONE_CONFIG_MODEL_ENV_AUTH');
  });

  test.each([...HOSTILE.map((part) => `s3://models/${part}/x`), 's3://models', 'gs://models/a', 'models/a', 's3://models/../a'])('is not at %j', (address) => {
    expect(() => ModelSource.s3(address, { sha256: SUM, region: 'eu-central-1', anonymous: true })).toThrow(/is not a folder of a bucket; write s3:\/\/bucket\/folder/);
  });

  test('is pinned by the checksum of its checksums', () => {
    expect(() => ModelSource.s3('s3://models/a', { sha256: 'v1', region: 'eu-central-1', anonymous: true })).toThrow('sha256 of SHA256SUMS of s3://models/a is "v1"; use 64 lower-case hexadecimal digits, as sha256sum prints them');
    expect(() => ModelSource.gcs('gs://models/a', { sha256: 'v1', anonymous: true })).toThrow('sha256 of SHA256SUMS of gs://models/a is "v1"; use 64 lower-case hexadecimal digits, as sha256sum prints them');
    expect(() => ModelSource.gcs('s3://models/a', { sha256: SUM })).toThrow('write gs://bucket/folder');
  });

  test('needs a region or an endpoint', () => {
    expect(() => ModelSource.s3('s3://models/a', { sha256: SUM, anonymous: true })).toThrow('s3://models/a has neither region nor endpoint; name one of them');
    expect(() => ModelSource.s3('s3://models/a', { sha256: SUM, region: '$(x)', anonymous: true })).toThrow('is in the region "$(x)"');
    expect(() => ModelSource.s3('s3://models/a', { sha256: SUM, endpoint: 'minio:9000', anonymous: true })).toThrow('the endpoint of s3://models/a is "minio:9000"; write an http or https URL');
  });
});

describe('an artifact of a registry', () => {
  test('is known by its digest', () => {
    expect(fetched(ModelSource.oci(`ghcr.io/acme/bge-m3:v1@${DIGEST}`))).toMatchObject({
      name: 'bge-m3', identity: `oci ghcr.io/acme/bge-m3@${DIGEST}`, host: 'ghcr.io', port: 443, env: { MODEL_REFERENCE: `ghcr.io/acme/bge-m3@${DIGEST}`, MODEL_PLAIN_HTTP: '' },
    });
  });

  test.each([
    [`acme/bge@${DIGEST}`, { plainHttp: false }, 'registry-1.docker.io', 443, `docker.io/acme/bge@${DIGEST}`],
    [`bge@${DIGEST}`, { plainHttp: false }, 'registry-1.docker.io', 443, `docker.io/library/bge@${DIGEST}`],
    [`registry.models:5000/bge@${DIGEST}`, { plainHttp: true }, 'registry.models', 5000, `registry.models:5000/bge@${DIGEST}`],
    [`registry.models/bge@${DIGEST}`, { plainHttp: true }, 'registry.models', 80, `registry.models/bge@${DIGEST}`],
  ])('%s, %j, is asked for at %s', (reference, options, host, port, MODEL_REFERENCE) => {
    expect(fetched(ModelSource.oci(reference, options))).toMatchObject({ host, port, env: { MODEL_REFERENCE } });
  });

  test('without a digest is refused', () => {
    expect(() => ModelSource.oci('ghcr.io/acme/bge-m3:v1')).toThrow("the model image 'ghcr.io/acme/bge-m3:v1' has no digest; pin it");
  });

  test('has a folder, and a secret with a name', () => {
    expect(() => ModelSource.oci(`a/b@${DIGEST}`, { path: 'a/$(x)' })).toThrow('"a/$(x)" is not a folder of');
    expect(() => ModelSource.oci(`a/b@${DIGEST}`, { pullSecret: 'A B' })).toThrow("Secret name 'A B' is not a DNS subdomain");
    expect(fetched(ModelSource.oci(`a/b@${DIGEST}`, { path: '/models/bge/' })).image).toEqual({ reference: `a/b@${DIGEST}`, path: 'models/bge' });
  });
});

test.each(HOSTILE)('a model that exists is not in the folder %j', (folder) => {
  const volume = PodVolume.emptyDir('models', Size.gibibytes(1));
  expect(() => ModelSource.existing(volume, { folder })).toThrow(/is not a path in volume 'models'/);
});

test('whatever is accepted, its folder is a name that Kubernetes and a shell take as it is, and its identity is one line', () => {
  fc.assert(fc.property(anyText, fc.constantFrom('repo', 'url', 'bucket'), (text, kind) => {
    let source: ModelSource;
    try {
      source = kind === 'repo' ? ModelSource.huggingFace(text, { revision: COMMIT })
        : kind === 'url' ? ModelSource.http(`https://models.example.com/${text}`, { sha256: SUM, fileName: 'a' })
          : ModelSource.gcs(`gs://${text}`, { sha256: SUM, anonymous: true });
    } catch {
      return;
    }
    expect(folderOf(fetched(source))).toMatch(/^[a-z][a-z0-9-]{0,52}$/);
    expect(fetched(source).identity).toMatch(/^[ -~]+$/);
  }));
});
