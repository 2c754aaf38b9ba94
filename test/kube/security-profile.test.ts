import { SecurityProfile } from '../../lib';

describe('the restricted profile', () => {
  test('runs as the given user and group', () => {
    const profile = SecurityProfile.restricted({ user: 20001, group: 20002 });
    expect(profile._podManifest()).toMatchObject({ runAsUser: 20001, runAsGroup: 20002, fsGroup: 20002 });
    expect(profile._containerManifest()).toMatchObject({ runAsUser: 20001, runAsGroup: 20002, readOnlyRootFilesystem: true });
  });

  test.each([[{ user: 0 }, 'user'], [{ group: 0 }, 'group'], [{ user: 1.5 }, 'user']])('refuses %j', (options, what) => {
    expect(() => SecurityProfile.restricted(options)).toThrow(`the ${what} of a restricted profile must be a whole number above 0`);
  });
});
