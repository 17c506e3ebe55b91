import assert from 'node:assert/strict';
import { test } from 'node:test';
import vm from 'node:vm';
import { gzipSync } from 'node:zlib';
import { tagScript } from './tag.ts';

const KEY = 'wAZCh0gAAcACAAAAAAAAAAXh2bYk0jM4Xh2bYk0jM4';
const SCRIPT = tagScript(KEY, 'https://assay.example.com/collect', false);

test('the script is smaller than 3 kB gzipped', () => {
  const bytes = gzipSync(SCRIPT, { level: 6 }).length;
  assert.ok(bytes < 3000, `${bytes} bytes`);
});

test('it is JavaScript without a trace of its types or comments', () => {
  assert.doesNotThrow(() => new vm.Script(SCRIPT));
  assert.doesNotMatch(SCRIPT, /HTMLFormElement|\bas Navigator|\/\/ A browser/);
});

test('with Global Privacy Control or Do Not Track it touches nothing', () => {
  for (const signals of [{ globalPrivacyControl: true }, { doNotTrack: '1' }]) {
    const touched: (string | symbol)[] = [];
    const navigator = new Proxy(signals, {
      get: (target, name) => {
        if (!['globalPrivacyControl', 'doNotTrack'].includes(String(name))) touched.push(name);
        return Reflect.get(target, name);
      },
    });
    // Nothing else is there: whatever it touched beside the signals would throw.
    assert.doesNotThrow(() => vm.runInNewContext(SCRIPT, { navigator }));
    assert.deepEqual(touched, []);
  }
});
