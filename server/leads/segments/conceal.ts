/** Words that may name a person leave the rules before anything else is done with them: keyed tokens take their place. */
import type { SegmentGroup, SegmentRule } from '#contract/segment-rules.ts';
import type { Vault } from '../../platform/vault/vault.ts';

/** The rules with the typed words as the client's search tokens, and a hint of how each word began. */
export function concealed(vault: Vault, clientId: string, group: SegmentGroup): SegmentGroup {
  const rules = group.rules.map((rule): SegmentRule => {
    if (rule.kind === 'group') return concealed(vault, clientId, rule);
    if (rule.kind !== 'words' || rule.text === undefined) return rule;
    return {
      kind: 'words',
      tokens: vault.queryTokens(clientId, rule.text).map(String),
      hint: rule.text
        .trim()
        .split(/\s+/)
        .map((word) => `${[...word][0]}•••`)
        .join(' '),
    };
  });
  return { ...group, rules };
}

/** Whether the rules look for words of personal fields. */
export function looksForWords(rule: SegmentRule): boolean {
  return rule.kind === 'group' ? rule.rules.some(looksForWords) : rule.kind === 'words';
}
