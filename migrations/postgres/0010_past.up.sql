-- A schedule that began and ended while nobody was there to write it down was served all the same: readers
-- honour it by the clock. The audit and the promotion say so, and that version has stood under its label.
select galley.patch_function('galley.carry_out_due(text)',
  'perform galley.write_event(due.promotion_id, ''expired'', due.scheduled_by, ''its time was over before it began'');
      continue;', 'if galley.may_stand(due.template_name, due.label, due.version_id)
        and exists (select from galley.promotions p where p.id = due.promotion_id and p.proposed_at < due.effective_until) then
        standing := (select p.version_id from galley.label_positions p where p.template_name = due.template_name and p.label = due.label);
        perform set_config(''galley.actor'', due.scheduled_by, true), set_config(''galley.reason'', coalesce(due.reason, ''''), true);
        perform galley.write_audit(''promote'', due.template_name, due.label, galley.describe_version(standing),
          galley.describe_version(due.version_id) || jsonb_build_object(''effectiveFrom'', due.effective_from, ''effectiveUntil'', due.effective_until));
        perform galley.write_event(due.promotion_id, ''carried_out'', due.scheduled_by, due.reason);
        perform set_config(''galley.reason'', ''its time was over'', true);
        perform galley.write_audit(''expire'', due.template_name, due.label, galley.describe_version(due.version_id), galley.describe_version(standing));
        return query select ''expired'', due.template_name, due.label, (select v.version from galley.prompt_versions v where v.id = due.version_id);
      else
        perform galley.write_event(due.promotion_id, ''expired'', due.scheduled_by, ''its time was over before it could begin'');
      end if;
      continue;');
