package org.hutong.determination;

import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import org.hutong.rulebook.Comparison;
import org.hutong.rulebook.Ending;
import org.hutong.rulebook.FactColumns;
import org.hutong.rulebook.Screening;

/// What today's law says of one child among many; the grounds are asked for where something was found.
public final class Screened {

    private final LocalDate on;
    private final List<Comparison> rules;
    private final FactColumns.Case facts;
    private final Screening screening;
    private final int row;

    Screened(LocalDate on, List<Comparison> rules, FactColumns.Case facts, Screening screening, int row) {
        this.on = on;
        this.rules = rules;
        this.facts = facts;
        this.screening = screening;
        this.row = row;
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
