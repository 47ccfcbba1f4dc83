package org.hutong.determination;

import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.hutong.registry.FactView;
import org.hutong.registry.Relative;
import org.hutong.rulebook.Comparison;
import org.hutong.rulebook.Ending;
import org.hutong.rulebook.Screening;

/// What today's law says of one child among many; the grounds are asked for where something was found.
public final class Screened {

    private final LocalDate on;
    private final List<Comparison> rules;
    private final ChildCase facts;
    private final Screening screening;
    private final int row;

    Screened(LocalDate on, List<Comparison> rules, ChildCase facts, Screening screening, int row) {
        this.on = on;
        this.rules = rules;
        this.facts = facts;
        this.screening = screening;
        this.row = row;
    }

    public List<Relative> kin() {
        return facts.kin();
    }

    /// Every fact known of the child and of the parents, by person; others read together with them may be in it.
    public Map<UUID, List<FactView>> facts() {
        return facts.facts();
    }

    /// What the place's rulebook looks for.
    public List<Comparison> rules() {
        return rules;
    }

    public boolean isOwed(String programme) {
        return screening.isOwed(programme, row);
    }

    public boolean isOpen(String programme) {
        return screening.isOpen(programme, row);
    }

    public boolean isOf(String category) {
        return screening.isOf(category, row);
    }

    /// Every last month the stopping rules of a running programme give from what is known today, the earliest first.
    public List<Ending> endings(String programme) {
        return screening.endings(programme, facts.withEnded(on));
    }

    /// Why, for some programmes: what a lead says. The child's own page tells more.
    public List<Screening.Grounds> grounds(Collection<String> programmes) {
        return screening.grounds(programmes, facts.on(on));
    }

    public String categoryName(String code) {
        return screening.categoryName(code);
    }
}
