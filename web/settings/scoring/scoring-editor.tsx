import { useQueryClient } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { useDeferredValue, useState } from 'react';
import type { RuleSet, Scoring, ScoringGroup, ScoringRule } from '#contract/scoring.ts';
import type { Client } from '#contract/workspace.ts';
import { Form } from '../../form.tsx';
import { AppLink } from '../../shell/app-link.tsx';
import { trackJob } from '../../shell/jobs.ts';
import { Button, buttonClass } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { notify } from '../../ui/toast.tsx';
import { useSubmit } from '../../use-submit.ts';
import { SaveBar } from '../save-bar.tsx';
import { useChecks } from './checks.ts';
import { GroupPanel } from './group-panel.tsx';
import { capsTotal, changesBetween, faultOf, idFrom } from './rule-set.ts';
import { saveScoring } from './scoring-api.ts';
import { WhatIfPanel } from './what-if-panel.tsx';

/** Groups with their caps, rules with their conditions, and what a change would do before it is saved. */
export function ScoringEditor({ client, state, readOnly }: { client: Client; state: Scoring; readOnly: boolean }) {
  const queryClient = useQueryClient();
  const submit = useSubmit([]);
  const { titleOf } = useChecks();
  const [set, setSet] = useState<RuleSet>(state.rules);
  const shown = useDeferredValue(set);
  const changes = changesBetween(state.rules, shown, titleOf);
  const fault = faultOf(shown);
  const changeGroup = (group: ScoringGroup) =>
    setSet({ ...set, groups: set.groups.map((one) => (one.id === group.id ? group : one)) });
  const changeRule = (rule: ScoringRule) =>
    setSet({ ...set, rules: set.rules.map((one) => (one.id === rule.id ? rule : one)) });
  const addRule = (group: string) => {
    const id = idFrom(
      'new rule',
      set.rules.map((rule) => rule.id),
    );
    const rule: ScoringRule = {
      id,
      group,
      label: 'New rule',
      points: 1,
      when: [{ kind: 'field_present', field: 'email' }],
    };
    setSet({ ...set, rules: [...set.rules, rule] });
  };
  const addGroup = () => {
    const id = idFrom(
      'new group',
      set.groups.map((group) => group.id),
    );
    setSet({ ...set, groups: [...set.groups, { id, label: 'New group', cap: 0 }] });
  };
  const save = async () => {
    const saved = await submit.run(() => saveScoring(client.id, { version: state.version, rules: set }));
    if (!saved) return;
    trackJob(queryClient, saved.job);
    notify(`Scoring rules saved as version ${saved.version}`, { description: 'All leads are being scored again.' });
    await queryClient.invalidateQueries({ queryKey: ['scoring', client.id] });
  };
  return (
    <Form submit={submit} onSubmit={() => void save()} aria-label="Scoring rules">
      {readOnly && (
        <Notice>You may look at these rules. Analysts and administrators of {client.name} change them.</Notice>
      )}
      <div className="grid items-start gap-3 xl:grid-cols-[minmax(0,1fr)_380px]">
        <div className="grid min-w-0 gap-3">
          <p className="max-w-2xl text-xs text-muted">
            A lead gets the points of every rule whose conditions all hold. A group gives no more than its most points
            and no less than 0; the groups add up to 100.
          </p>
          {set.groups.map((group) => (
            <GroupPanel
              key={group.id}
              group={group}
              groups={set.groups}
              rules={set.rules.filter((rule) => rule.group === group.id)}
              readOnly={readOnly}
              onGroup={changeGroup}
              onRule={changeRule}
              onAddRule={() => addRule(group.id)}
              onRemoveRule={(id) => setSet({ ...set, rules: set.rules.filter((rule) => rule.id !== id) })}
              onRemoveGroup={() => setSet({ ...set, groups: set.groups.filter((one) => one.id !== group.id) })}
            />
          ))}
          {!readOnly && (
            <div className="flex flex-wrap items-center gap-3">
              <Button size="md" icon={<Plus />} onClick={addGroup}>
                Add group
              </Button>
              <p className="num text-xs text-muted">Most points of all groups: {capsTotal(set.groups)} of 100</p>
            </div>
          )}
        </div>
        <div className="grid gap-3 max-xl:order-first xl:sticky xl:top-16">
          <WhatIfPanel client={client} rules={shown} changes={changes} fault={fault} />
          {!readOnly && (
            <div className="flex flex-wrap gap-x-3 gap-y-1">
              <Button variant="ghost" className="-ml-2" onClick={() => setSet(state.default_rules)}>
                Start from the default rules
              </Button>
              <AppLink
                to="/settings/audit-log"
                search={{ action: 'scoring.changed' }}
                className={buttonClass({ variant: 'ghost' })}
              >
                Earlier versions
              </AppLink>
            </div>
          )}
        </div>
      </div>
      {!readOnly && (
        <SaveBar
          submit={submit}
          changed={changes.length > 0}
          obstacle={fault}
          onReset={() => setSet(state.rules)}
          saved={versionWord(state)}
        />
      )}
    </Form>
  );
}

const versionWord = (state: Scoring) =>
  state.default ? 'The default rules are in force' : `Version ${state.version} is in force`;
